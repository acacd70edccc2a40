package io.kubelens.request;

import java.util.List;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * The {@code If-Match} header of a request (RFC 9110, 13.1.1), as far as it is needed here: none, {@code *} or one ETag.
 *
 * @param values of the header, as they came
 */
public record IfMatch(List<String> values) {
    private static final Pattern STRONG = Pattern.compile("\"([\\x21\\x23-\\x7e]*)\"");
    private static final Pattern WEAK = Pattern.compile("W/\"[\\x21\\x23-\\x7e]*\"");

    public IfMatch {
        values = List.copyOf(values);
    }

    /**
     * The ETag, without quotes, that what is there must have; empty when anything will do. A weak one matches nothing
     * and comes as it is written, which no ETag of ours looks like.
     *
     * @throws BadRequest if it is no ETag, or several
     */
    public String etag() {
        if (values.isEmpty() || values.equals(List.of("*"))) {
            return "";
        }
        String value = values.getFirst().strip();
        Matcher strong = STRONG.matcher(value);
        if (values.size() == 1 && strong.matches() && !strong.group(1).isEmpty()) {
            return strong.group(1);
        }
        if (values.size() == 1 && WEAK.matcher(value).matches()) {
            return value;
        }
        throw new BadRequest("If-Match takes one ETag in quotes, or *");
    }
}

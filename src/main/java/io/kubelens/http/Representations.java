package io.kubelens.http;

import io.vertx.core.buffer.Buffer;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.Arrays;
import java.util.Base64;
import java.util.LinkedHashMap;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * How an answer goes out: as it is, zipped, or as 304 when the caller has it already. On the request's own thread, since
 * zipping a large body takes longer than an event loop may.
 *
 * <p>What a route marks with {@code Cache-Control: no-cache} (keep it, but ask each time) gets a tag made of its bytes.
 * It is a weak one: the zipped form has it, too.
 */
final class Representations {
    /** Below this, gzip costs more than it saves. */
    private static final int GZIP_FROM_BYTES = 1024;

    private static final int TAG_BYTES = 16;

    Answer of(Answer answer, Request request) {
        Forms forms = answer.forms();
        if (forms == null) {
            return answer;
        }
        Map<String, String> headers = new LinkedHashMap<>(answer.headers());
        String tag = isKept(answer, request) ? tag(request.path(), forms.digest()) : null;
        if (tag != null) {
            headers.put("ETag", tag);
        }
        boolean large = forms.length() >= GZIP_FROM_BYTES;
        if (large) {
            headers.put("Vary", "Accept-Encoding");
        }
        if (tag != null && knows(request.ifNoneMatch(), tag)) {
            headers.remove("Content-Type");
            return new Answer(304, headers, null, null, null, null);
        }
        boolean zipped = large && acceptsGzip(request.acceptEncoding());
        if (zipped) {
            headers.put("Content-Encoding", "gzip");
        }
        Buffer body = zipped ? forms.zipped() : forms.plain();
        return new Answer(answer.status(), headers, body, null, null, answer.failure());
    }

    private static boolean isKept(Answer answer, Request request) {
        return answer.status() == 200
                && request.method().equals("GET")
                && isKept(answer.headers().getOrDefault("Cache-Control", ""))
                && !answer.headers().containsKey("ETag");
    }

    private static boolean isKept(String cacheControl) {
        return cacheControl.contains("no-cache") && !cacheControl.contains("no-store");
    }

    private static String tag(String path, byte[] bodyDigest) {
        try {
            MessageDigest digest = MessageDigest.getInstance("SHA-256");
            digest.update(path.getBytes(StandardCharsets.UTF_8));
            digest.update((byte) '\n');
            digest.update(bodyDigest);
            byte[] begin = Arrays.copyOf(digest.digest(), TAG_BYTES);
            return "W/\"" + Base64.getUrlEncoder().withoutPadding().encodeToString(begin) + '"';
        } catch (NoSuchAlgorithmException e) {
            throw new IllegalStateException(e);
        }
    }

    /** As RFC 9110, 13.1.2 compares: weakly. */
    private static boolean knows(@Nullable String ifNoneMatch, String tag) {
        if (ifNoneMatch == null) {
            return false;
        }
        String opaque = tag.substring(2);
        for (String each : ifNoneMatch.split(",", -1)) {
            String known = each.strip();
            if (known.equals("*") || known.equals(opaque) || known.equals(tag)) {
                return true;
            }
        }
        return false;
    }

    private static boolean acceptsGzip(@Nullable String accepted) {
        if (accepted == null) {
            return false;
        }
        for (String coding : accepted.split(",", -1)) {
            String[] parts = coding.strip().split(";", 2);
            if (parts[0].strip().equalsIgnoreCase("gzip")) {
                return parts.length == 1 || !parts[1].replace(" ", "").matches("q=0(\\.0*)?");
            }
        }
        return false;
    }
}

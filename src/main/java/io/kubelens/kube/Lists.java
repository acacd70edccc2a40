package io.kubelens.kube;

import java.util.List;
import java.util.Objects;
import java.util.function.UnaryOperator;
import org.jspecify.annotations.Nullable;

/** Lists of the client's objects, which may be null, as lists that nobody changes. */
final class Lists {
    private Lists() {}

    static <T> List<T> of(@Nullable List<T> list) {
        return list == null ? List.of() : List.copyOf(list);
    }

    static <T> List<T> of(@Nullable List<T> list, UnaryOperator<@Nullable T> each) {
        return list == null
                ? List.of()
                : list.stream().map(each).filter(Objects::nonNull).toList();
    }
}

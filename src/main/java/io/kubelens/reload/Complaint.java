package io.kubelens.reload;

import java.util.List;
import java.util.stream.Collectors;

/** One line for all that is wrong with files, the first problem at its beginning. */
final class Complaint {
    /** A line is for reading; the checker tells the rest. */
    static final int TOLD = 5;

    private Complaint() {}

    static String of(List<?> problems) {
        String line = problems.stream().limit(TOLD).map(Object::toString).collect(Collectors.joining(" | "));
        int untold = problems.size() - TOLD;
        return (untold > 0 ? line + " | and " + untold + " more" : line).replaceAll("\\p{Cntrl}+", " ");
    }
}

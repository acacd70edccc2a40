package io.kubelens.bench;

import java.util.List;

/** Something that is promised in numbers; it prints what it has measured. */
interface Figure {
    /** Measures, and fails when a line is lost; each argument has a default. */
    void measure(Rig rig, List<String> arguments) throws Exception;

    static int number(List<String> arguments, int index, int otherwise) {
        return arguments.size() > index ? Integer.parseInt(arguments.get(index)) : otherwise;
    }
}

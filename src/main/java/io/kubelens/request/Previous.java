package io.kubelens.request;

/** Whether the run of a container before the current one is meant. */
public final class Previous {
    public static final Parameter.Flag FLAG = new Parameter.Flag("previous", false, "The run before the current one");

    private Previous() {}
}

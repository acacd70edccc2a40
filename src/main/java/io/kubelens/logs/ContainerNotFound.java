package io.kubelens.logs;

import java.util.List;

/** The pod has no container of that name: 400 with the names it has. */
public final class ContainerNotFound extends RuntimeException {
    private static final long serialVersionUID = 1L;

    @SuppressWarnings("serial") // An immutable list of strings.
    private final List<String> containers;

    public ContainerNotFound(String message) {
        this(message, List.of());
    }

    public ContainerNotFound(String message, List<String> containers) {
        super(message, null, false, false);
        this.containers = List.copyOf(containers);
    }

    /** The names there are, in the order of the pod's spec. */
    public List<String> containers() {
        return containers;
    }
}

package io.kubelens.resources;

/** What the values of variables may be kept in. */
public enum Source {
    CONFIG_MAP("ConfigMap"),
    SECRET("Secret");

    private final String kind;

    Source(String kind) {
        this.kind = kind;
    }

    /** As Kubernetes calls it. */
    public String kind() {
        return kind;
    }
}

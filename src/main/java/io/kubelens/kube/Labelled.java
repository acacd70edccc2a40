package io.kubelens.kube;

import java.util.Map;

/** What policy looks at: a name and labels. */
public interface Labelled {
    String name();

    /** Never null; empty when the object has none. */
    Map<String, String> labels();
}

package io.kubelens.resources;

import java.util.List;

/** What is to be read for an inspection, for routes. */
public final class Inspections {
    /** The names of the ConfigMaps that variables come from, in order, at most 32. */
    public List<String> configMaps(Inspection inspection) {
        return inspection.names(Source.CONFIG_MAP);
    }

    /** The names of the Secrets that variables come from, in order, at most 32. */
    public List<String> secrets(Inspection inspection) {
        return inspection.names(Source.SECRET);
    }
}

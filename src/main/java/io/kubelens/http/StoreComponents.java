package io.kubelens.http;

import io.kubelens.config.Config;
import java.util.Map;
import java.util.Set;

/**
 * What {@code routes.store_components} grants to the files in {@code store/}. It is a bean for the rules to find, as the
 * data sources are; routes have no use for it.
 *
 * @param schemes names of Camel's components, such as {@code kafka}
 */
public record StoreComponents(Set<String> schemes) {
    /** Its name among the beans. */
    public static final String NAME = "storeComponents";

    private static final StoreComponents NONE = new StoreComponents(Set.of());

    public StoreComponents {
        schemes = Set.copyOf(schemes);
    }

    public static StoreComponents granted(Config.Routes routes) {
        return new StoreComponents(Set.copyOf(routes.storeComponents()));
    }

    /** Those of a store's file; none where nobody grants any, and for every other file. */
    static StoreComponents of(RouteFile file, Map<String, Object> beans) {
        return file.folder().equals("store") && beans.get(NAME) instanceof StoreComponents granted ? granted : NONE;
    }
}

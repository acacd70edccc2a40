package io.kubelens.store;

import java.util.Map;

/** A row of a query's answer. */
record Row(Map<String, Object> columns) {
    String text(String name) {
        return value(name).toString();
    }

    long number(String name) {
        return ((Number) value(name)).longValue();
    }

    byte[] bytes(String name) {
        return (byte[]) value(name);
    }

    private Object value(String name) {
        Object value = columns.get(name);
        if (value == null) {
            throw new IllegalArgumentException("the query does not answer '" + name + "'");
        }
        return value;
    }
}

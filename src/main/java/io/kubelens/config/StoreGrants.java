package io.kubelens.config;

import java.util.regex.Pattern;

/** Which of Camel's components {@code routes.store_components} cannot grant. */
public final class StoreGrants {
    private static final Pattern NEVER = Pattern.compile(String.join(
            "|",
            // What has rules of its own, and what asks a database in another way than these allow.
            "direct|platform-http|timer|(kubernetes|openshift)-.*",
            "sql(-.*)?|(.*-)?jdbc|jooq|jpa|mybatis(-bean)?",
            // What reaches other routes, or changes them.
            "controlbus|direct-vm|disruptor(-vm)?|dynamic-router(-control)?|kamelet|reactive-streams|rest(-.*)?|saga",
            "seda|stub|vertx|vm",
            "ai-tool|langchain4j-(agent|tools)|spring-ai-chat",
            // What calls beans and code, or runs what it is given.
            "bean|class|dataformat|djl|docker|exec|language|ref|robotframework|shell|smooks|spring-batch|ssh|wasm",
            // Templates, which call methods of what they show.
            "chunk|freemarker|jte|mustache|mvel|schematron|string-template|thymeleaf|velocity",
            "xj|xquery|xslt(-saxon)?"));

    private StoreGrants() {}

    /** Whether a component would undo the rules of the house. */
    public static boolean isRefused(String component) {
        return NEVER.matcher(component).matches();
    }
}

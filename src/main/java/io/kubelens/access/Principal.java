package io.kubelens.access;

import java.time.Instant;
import java.util.Set;

/**
 * Who is calling, as an accepted token says.
 *
 * @param subject the token's {@code sub}; hostile until proven otherwise, so only ever data
 * @param groups the groups of {@code auth.groups_claim}, a leading {@code /} stripped
 * @param expiresAt the token's {@code exp}
 */
public record Principal(String subject, Set<String> groups, Instant expiresAt) {
    public Principal {
        groups = Set.copyOf(groups);
    }
}

package io.kubelens.access;

import io.kubelens.request.Parameter;
import io.kubelens.request.Query;
import io.kubelens.request.Reads;
import java.util.Collections;
import java.util.List;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/** Who may see the values of Kubernetes Secrets: members of {@code auth.allowed_secrets_groups}, when they ask to. */
public final class SecretsPolicy {
    static final Parameter.Flag REVEAL_SECRETS = new Parameter.Flag(
            "reveal_secrets", false, "With the values of Secrets, for those who may see them; masks for all others");

    private final Supplier<List<String>> groups;

    public SecretsPolicy(List<String> groups) {
        this(() -> groups);
    }

    /** {@code groups} are asked for every request, so that they may change. */
    public SecretsPolicy(Supplier<List<String>> groups) {
        this.groups = groups;
    }

    /**
     * Whether the caller is kept from what is for members of these groups alone.
     *
     * @throws AccessDenied when there is nobody to judge
     */
    public boolean denies(@Nullable Principal caller) {
        if (caller == null) {
            throw new AccessDenied("access denied");
        }
        return Collections.disjoint(caller.groups(), groups.get());
    }

    /**
     * Whether this request is to be answered with values. Somebody who may not is not refused, but sees masks.
     *
     * @throws io.kubelens.request.BadRequest when {@code reveal_secrets} is neither true nor false
     * @throws AccessDenied when there is no request or nobody to judge
     */
    @Reads(SecretsPolicy.class)
    public boolean reveals(@Nullable Query query, @Nullable Principal caller) {
        if (query == null || caller == null) {
            throw new AccessDenied("access denied");
        }
        return query.flag(REVEAL_SECRETS) && !Collections.disjoint(caller.groups(), groups.get());
    }
}

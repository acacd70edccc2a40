package io.kubelens.store;

import java.sql.SQLException;
import org.redisson.client.RedisException;
import org.springframework.dao.DataAccessException;

/** The store does not answer, or not with what it was given: 503. The message is for logs. */
public final class StoreUnavailable extends RuntimeException {
    private static final long serialVersionUID = 1L;

    public StoreUnavailable(String message) {
        super(message);
    }

    public StoreUnavailable(String message, Throwable cause) {
        super(message, cause);
    }

    /** Whether a failure comes from a store, whichever it is. */
    public static boolean isBehind(Throwable failure) {
        for (Throwable cause = failure; cause != null; cause = cause.getCause()) {
            if (isOne(cause)) {
                return true;
            }
        }
        return false;
    }

    /** What a log may say of such a failure: the innermost one, in one line. */
    public static String reason(Throwable failure) {
        Throwable root = failure;
        while (root.getCause() != null) {
            root = root.getCause();
        }
        String message = root.getMessage() == null
                ? ""
                : root.getMessage().lines().findFirst().orElse("");
        return "store: " + root.getClass().getSimpleName() + ": " + message;
    }

    private static boolean isOne(Throwable cause) {
        return cause instanceof StoreUnavailable
                || cause instanceof SQLException
                || cause instanceof DataAccessException
                || cause instanceof RedisException;
    }
}

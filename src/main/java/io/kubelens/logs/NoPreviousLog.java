package io.kubelens.logs;

/**
 * None of the containers asked for has run before: 404. It is told by the pods' status before the stream begins; what
 * Kubernetes itself would say (400) comes when the answer is already under way, and to a viewer it is no bad request.
 */
public final class NoPreviousLog extends RuntimeException {
    private static final long serialVersionUID = 1L;

    public NoPreviousLog(String message) {
        super(message, null, false, false);
    }
}

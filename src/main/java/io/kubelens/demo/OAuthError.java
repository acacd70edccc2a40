package io.kubelens.demo;

/** A refusal as OAuth 2.0 words it (RFC 6749, 5.2). */
final class OAuthError extends RuntimeException {
    private static final long serialVersionUID = 1L;
    final int status;
    final String code;

    OAuthError(int status, String code, String description) {
        super(description, null, false, false);
        this.status = status;
        this.code = code;
    }

    String description() {
        return String.valueOf(getMessage());
    }
}

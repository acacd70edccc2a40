package io.kubelens.resources;

import io.fabric8.kubernetes.api.model.Quantity;
import java.math.BigDecimal;
import java.math.BigInteger;
import java.math.RoundingMode;
import java.util.Locale;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * A quantity that can be added up and is written as Kubernetes writes it: whole mantissa, largest possible suffix, in
 * the notation of the first operand that is not zero; binary notation only for whole numbers from 1024 on.
 *
 * @param value exact, rounded up to a billionth as Kubernetes does
 */
record Amount(BigDecimal value, Notation notation) {
    enum Notation {
        DECIMAL,
        EXPONENT,
        BINARY
    }

    static final Amount ZERO = new Amount(BigDecimal.ZERO, Notation.DECIMAL);
    private static final Pattern FORM =
            Pattern.compile("([+-]?(?:\\d+\\.?\\d*|\\.\\d+))(?:([eE][+-]?\\d+)|([KMGTPE]i)|([numkMGTPE]))?");
    private static final String BINARY = "KMGTPE";
    private static final String DECIMAL = "num kMGTPE";
    private static final int PLAIN = DECIMAL.indexOf(' ');
    private static final BigInteger KIBI = BigInteger.valueOf(1024);

    Amount {
        value = value.setScale(Math.min(value.scale(), 9), RoundingMode.UP).stripTrailingZeros();
    }

    /** Refuses what is not a quantity, which an API server does not store. */
    static Amount of(Quantity quantity) {
        String text = quantity.getAmount() + (quantity.getFormat() == null ? "" : quantity.getFormat());
        Matcher form = FORM.matcher(text);
        if (!form.matches()) {
            throw new IllegalArgumentException("not a quantity: " + text);
        }
        BigDecimal number = new BigDecimal(form.group(1));
        if (form.group(2) != null) {
            return new Amount(
                    number.scaleByPowerOfTen(Integer.parseInt(form.group(2).substring(1))), Notation.EXPONENT);
        }
        if (form.group(3) != null) {
            int power = BINARY.indexOf(form.group(3).charAt(0)) + 1;
            return new Amount(number.multiply(new BigDecimal(KIBI.pow(power))), Notation.BINARY);
        }
        int power = form.group(4) == null ? 0 : 3 * (DECIMAL.indexOf(form.group(4)) - PLAIN);
        return new Amount(number.scaleByPowerOfTen(power), Notation.DECIMAL);
    }

    Amount plus(Amount other) {
        return new Amount(value.add(other.value), isZero() ? other.notation : notation);
    }

    boolean isZero() {
        return value.signum() == 0;
    }

    /** Canonical; {@code 0} for zero. */
    @Override
    public String toString() {
        if (isZero()) {
            return "0";
        }
        boolean whole = value.scale() <= 0;
        boolean binary = notation == Notation.BINARY && whole && value.abs().compareTo(new BigDecimal(KIBI)) >= 0;
        return binary ? binary(value.toBigIntegerExact()) : decimal();
    }

    private static String binary(BigInteger number) {
        int power = 0;
        BigInteger[] parts = number.divideAndRemainder(KIBI);
        BigInteger mantissa = number;
        while (parts[1].signum() == 0 && power < BINARY.length()) {
            mantissa = parts[0];
            power++;
            parts = mantissa.divideAndRemainder(KIBI);
        }
        return mantissa + (power == 0 ? "" : BINARY.charAt(power - 1) + "i");
    }

    private String decimal() {
        int exponent = Math.min(Math.floorDiv(-value.scale(), 3) * 3, 18);
        BigInteger mantissa = value.scaleByPowerOfTen(-exponent).toBigIntegerExact();
        if (exponent == 0) {
            return mantissa.toString();
        }
        String suffix = notation == Notation.EXPONENT
                ? String.format(Locale.ROOT, "e%d", exponent)
                : DECIMAL.substring(PLAIN + exponent / 3, PLAIN + exponent / 3 + 1);
        return mantissa + suffix;
    }
}

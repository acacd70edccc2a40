package io.kubelens.resources;

import io.fabric8.kubernetes.api.model.Quantity;
import java.math.BigDecimal;
import java.math.RoundingMode;
import java.util.List;
import java.util.Set;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * A quantity that can be added up. It is written with the suffixes that the frontend knows and no others: {@code n} and
 * {@code m}, {@code Ki} to {@code Ti}. It takes {@code 500M} for half a unit, and a plain number of bytes for MiB.
 *
 * @param value exact, rounded up to a billionth as Kubernetes does
 */
record Amount(BigDecimal value) {
    static final Amount ZERO = new Amount(BigDecimal.ZERO);
    private static final Pattern FORM =
            Pattern.compile("([+-]?(?:\\d+\\.?\\d*|\\.\\d+))(?:([eE][+-]?\\d+)|([KMGTPE]i)|([numkMGTPE]))?");
    private static final String BINARY = "KMGTPE";
    private static final String DECIMAL = "num kMGTPE";
    private static final int PLAIN = DECIMAL.indexOf(' ');
    private static final BigDecimal KIBI = BigDecimal.valueOf(1024);
    private static final Set<String> BYTES = Set.of("memory", "ephemeral-storage");
    private static final List<String> SUFFIXES = List.of("Ki", "Mi", "Gi", "Ti");

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
                    number.scaleByPowerOfTen(Integer.parseInt(form.group(2).substring(1))));
        }
        if (form.group(3) != null) {
            return new Amount(
                    number.multiply(KIBI.pow(BINARY.indexOf(form.group(3).charAt(0)) + 1)));
        }
        int power = form.group(4) == null ? 0 : 3 * (DECIMAL.indexOf(form.group(4)) - PLAIN);
        return new Amount(number.scaleByPowerOfTen(power));
    }

    Amount plus(Amount other) {
        return new Amount(value.add(other.value));
    }

    boolean isZero() {
        return value.signum() == 0;
    }

    /** As a resource of this name is shown: in cores, in bytes, or as a plain number of things. */
    String of(String resource) {
        boolean bytes = BYTES.contains(resource) || resource.startsWith("hugepages-");
        if (resource.equals("cpu")) {
            return cores();
        }
        return bytes && !isZero() ? bytes() : value.toPlainString();
    }

    /** Exact, with the largest suffix that keeps it whole: {@code 2}, {@code 1500m}, {@code 100000n}. */
    String cores() {
        if (value.scale() <= 0) {
            return value.toPlainString();
        }
        return value.scale() <= 3
                ? value.scaleByPowerOfTen(3).toPlainString() + "m"
                : value.scaleByPowerOfTen(9).toPlainString() + "n";
    }

    /** Exact where that can be said in whole units, {@code 1536Mi}; else rounded, {@code 476.84Mi}. */
    String bytes() {
        BigDecimal[] parts = value.divideAndRemainder(KIBI);
        if (parts[1].signum() != 0) {
            return rounded(value);
        }
        BigDecimal mantissa = parts[0];
        int unit = 0;
        while (unit < SUFFIXES.size() - 1 && mantissa.remainder(KIBI).signum() == 0) {
            mantissa = mantissa.divide(KIBI);
            unit++;
        }
        return mantissa.toPlainString() + SUFFIXES.get(unit);
    }

    /** In the largest unit of which it has one, with two decimals; a little is {@code 0.01Ki}, never nothing. */
    static String rounded(BigDecimal bytes) {
        BigDecimal number = bytes.divide(KIBI);
        int unit = 0;
        while (unit < SUFFIXES.size() - 1 && number.compareTo(KIBI) >= 0) {
            number = number.divide(KIBI);
            unit++;
        }
        BigDecimal shown = number.setScale(2, RoundingMode.HALF_UP);
        return shown.max(new BigDecimal("0.01")) + SUFFIXES.get(unit);
    }
}

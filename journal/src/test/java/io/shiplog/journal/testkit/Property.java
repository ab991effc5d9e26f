package io.shiplog.journal.testkit;

import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;

/**
 * Checks a law over generated lists of operations. A failing list is shrunk: operations are taken out, in large pieces
 * first, as long as it goes on failing. The failure names the seed; {@code -Dshiplog.seed=N} runs that case alone.
 *
 * @param <T> an operation; it must make sense whatever came before it, since others may have been taken out
 */
public final class Property<T> {
    private final Function<Random, T> generator;
    private int cases = 200;
    private int maxLength = 40;

    private Property(Function<Random, T> generator) {
        this.generator = generator;
    }

    public static <T> Property<T> over(Function<Random, T> generator) {
        return new Property<>(generator);
    }

    public Property<T> cases(int number) {
        cases = number;
        return this;
    }

    public Property<T> lengthUpTo(int operations) {
        maxLength = operations;
        return this;
    }

    /** A law over operations and a source of the law's own choices, which starts the same for every shrunk list. */
    @FunctionalInterface
    public interface Law<T> {
        void check(List<T> operations, Random choices) throws Exception;
    }

    /** Fails with the seed and the smallest list found, if the law does not hold for every generated list. */
    public void holds(Law<T> law) {
        Long only = Long.getLong("shiplog.seed");
        long first = only != null ? only : new Random().nextLong(1_000_000_000_000L);
        for (long seed = first; seed < first + (only != null ? 1 : cases); seed++) {
            check(law, seed);
        }
    }

    private void check(Law<T> law, long seed) {
        Random random = new Random(seed);
        int length = 1 + random.nextInt(maxLength);
        List<T> operations = new ArrayList<>();
        for (int i = 0; i < length; i++) {
            operations.add(generator.apply(random));
        }
        Throwable failure = failure(law, operations, seed);
        if (failure == null) {
            return;
        }
        Shrunk<T> smallest = shrink(law, new Shrunk<>(operations, failure), seed);
        StringBuilder text = new StringBuilder(
                "seed " + seed + ", shrunk from " + length + " to " + smallest.operations.size() + " operations:");
        smallest.operations.forEach(operation -> text.append("\n  ").append(operation));
        throw new AssertionError(text.append('\n').append(smallest.failure).toString(), smallest.failure);
    }

    private record Shrunk<T>(List<T> operations, Throwable failure) {}

    private static <T> Shrunk<T> shrink(Law<T> law, Shrunk<T> found, long seed) {
        Shrunk<T> best = found;
        for (int piece = Math.max(1, best.operations.size() / 2); piece >= 1; piece /= 2) {
            for (int at = 0; at < best.operations.size(); ) {
                List<T> fewer = new ArrayList<>(best.operations);
                fewer.subList(at, Math.min(fewer.size(), at + piece)).clear();
                Throwable failure = failure(law, fewer, seed);
                if (failure != null) {
                    best = new Shrunk<>(fewer, failure);
                } else {
                    at += piece;
                }
            }
        }
        return best;
    }

    private static <T> @Nullable Throwable failure(Law<T> law, List<T> operations, long seed) {
        try {
            law.check(List.copyOf(operations), new Random(seed));
            return null;
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new IllegalStateException("interrupted", e);
        } catch (Exception | AssertionError e) {
            return e;
        }
    }
}

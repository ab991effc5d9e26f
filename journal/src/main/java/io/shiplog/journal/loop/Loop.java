package io.shiplog.journal.loop;

import java.time.Instant;
import java.util.function.BooleanSupplier;
import org.jspecify.annotations.Nullable;

/**
 * Work that what happened asks for, done in rounds. One thread owns a loop; nothing in it is durable.
 *
 * <p>Law: while no record comes and {@link #due} is in the future, {@link #work} does nothing.
 */
public interface Loop {
    /** Works until nothing is left to do at {@code now}, or {@code goOn} says no. */
    void work(Instant now, BooleanSupplier goOn);

    /** When there is something to do although nothing happens; not after {@code now} for at once, null for never. */
    @Nullable
    Instant due(Instant now);

    /** How many pieces of work wait to be done now. */
    int backlog();

    /** How many proposals are under way, whose outcome is not known yet. */
    int underway();
}

package io.shiplog.apiserver.store;

import io.shiplog.journal.State;

/**
 * A write as a pure function of the state it meets. It is asked again, on a newer state, whenever its proposal lost to
 * another one; so it holds no memory of earlier answers.
 */
@FunctionalInterface
public interface Operation {

    /**
     * What to do about {@code state}.
     *
     * @throws io.shiplog.apiserver.status.ApiException when the operation cannot be done in this state
     */
    Decision decide(State state);
}

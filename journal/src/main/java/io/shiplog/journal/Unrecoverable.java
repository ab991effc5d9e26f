package io.shiplog.journal;

/**
 * Marks a fault that no restart cures. Its message is one line that says what is wrong and what to do; a role that meets it says
 * so and ends.
 */
public interface Unrecoverable {}

package io.shiplog.reconcilers.garbagecollector;

/** The finalizers that the garbage collector answers to. */
final class Finalizers {
    static final String FOREGROUND = "foregroundDeletion";
    static final String ORPHAN = "orphan";

    private Finalizers() {}
}

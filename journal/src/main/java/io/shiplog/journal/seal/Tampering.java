package io.shiplog.journal.seal;

import java.util.Optional;

/**
 * The first record of a journal that is not what was sealed there. Pure.
 *
 * @param index how many records of the stretch come before it
 * @param kind what was done to it
 */
public record Tampering(int index, Kind kind) {
    /** What can be done to a record by somebody who writes to the topic's files. */
    public enum Kind {
        ALTERED("this record is not the one that was sealed here: it was altered"),
        DROPPED("the record that was sealed here was dropped"),
        INSERTED("this record was inserted: the one that was sealed here comes later"),
        REORDERED("the records from here on were sealed in another order");

        private final String what;

        Kind(String what) {
            this.what = what;
        }

        /** In words. */
        public String what() {
            return what;
        }
    }

    /**
     * Compares.
     *
     * @param sealed what was sealed, and some of what was sealed after it
     * @param found what is there from the same offset on, and some more
     * @param length how many records are compared
     */
    public static Optional<Tampering> first(Fingerprints sealed, Fingerprints found, int length) {
        for (int i = 0; i < length; i++) {
            if (i >= found.size() || !sealed.same(i, found, i)) {
                return Optional.of(new Tampering(i, kind(sealed, found, i)));
            }
        }
        return Optional.empty();
    }

    private static Kind kind(Fingerprints sealed, Fingerprints found, int at) {
        if (at >= found.size() || found.isAbsent(at)) {
            return Kind.DROPPED;
        }
        boolean comesLater = found.indexOf(sealed, at, at + 1) >= 0;
        boolean cameLater = sealed.indexOf(found, at, at + 1) >= 0;
        if (comesLater && cameLater) {
            return Kind.REORDERED;
        }
        return comesLater ? Kind.INSERTED : cameLater ? Kind.DROPPED : Kind.ALTERED;
    }
}

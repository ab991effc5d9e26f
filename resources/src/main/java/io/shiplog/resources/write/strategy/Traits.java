package io.shiplog.resources.write.strategy;

import io.shiplog.resources.write.Strategy;

/** A strategy that differs from the plain one by switches only. */
record Traits(boolean orphansByDefault, boolean returnsDeleted, boolean createOnUpdate, boolean unconditionalUpdate)
        implements Strategy {
    static final Traits PLAIN = new Traits(false, false, false, true);

    Traits orphaningByDefault() {
        return new Traits(true, returnsDeleted, createOnUpdate, unconditionalUpdate);
    }

    Traits returningDeleted() {
        return new Traits(orphansByDefault, true, createOnUpdate, unconditionalUpdate);
    }

    Traits creatingOnUpdate() {
        return new Traits(orphansByDefault, returnsDeleted, true, unconditionalUpdate);
    }

    Traits needingVersion() {
        return new Traits(orphansByDefault, returnsDeleted, createOnUpdate, false);
    }
}

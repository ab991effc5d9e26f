package io.shiplog.reconcilers.statefulset;

import io.shiplog.reconcilers.revisions.TemplateRevision;

/**
 * The two revisions that a StatefulSet's pods are of while one replaces the other.
 *
 * @param from the current one: what pods below the partition are made of
 * @param to the newest one
 */
record SetRevisions(TemplateRevision from, TemplateRevision to) {
    String current() {
        return from.name();
    }

    String update() {
        return to.name();
    }
}

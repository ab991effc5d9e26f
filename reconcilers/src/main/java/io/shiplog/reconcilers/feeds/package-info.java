/**
 * Derived compacted feeds: what other parts of the cluster need of the state, in topics of their own. A feed is a pure
 * fold of the changes of a view into records, and the part that all feeds share: nothing is written that the topic
 * holds already, and what a paused predecessor wrote over it is put right. Reads the view of the application it lives
 * in, and the feed's topic.
 */
@NullMarked
package io.shiplog.reconcilers.feeds;

import org.jspecify.annotations.NullMarked;

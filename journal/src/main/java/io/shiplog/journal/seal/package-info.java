/**
 * Seals: what shows later that the journal is still what it was. A seal has a fingerprint of each record of a stretch
 * of the journal, and a hash over them and the seal before. Pure.
 */
@NullMarked
package io.shiplog.journal.seal;

import org.jspecify.annotations.NullMarked;

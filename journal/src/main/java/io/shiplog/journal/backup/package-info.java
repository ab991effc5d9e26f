/**
 * Backups: how one lies in a file or a stream, and the fold of what one holds. A backup is a keyframe and the stretch
 * of the journal after it, as the past is.
 */
@NullMarked
package io.shiplog.journal.backup;

import org.jspecify.annotations.NullMarked;

/** The format of journal records: proposals as JSON, version 1. Described field by field in docs/record-formats.md. */
@NullMarked
package io.shiplog.journal.codec;

import org.jspecify.annotations.NullMarked;

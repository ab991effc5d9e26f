/**
 * The questions about the past below {@code /shiplog/v1}: what changed and who did it. Reads the journal's window and
 * keyframes; answers as JSON, YAML or text for people.
 */
@NullMarked
package io.shiplog.apiserver.ask;

import org.jspecify.annotations.NullMarked;

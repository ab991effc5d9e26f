/**
 * The whole cluster as a user has it: the launcher's process, the real kubectl, real containers where an engine
 * answers.
 */
@NullMarked
package io.shiplog.compose.e2e;

import org.jspecify.annotations.NullMarked;

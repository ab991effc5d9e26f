/**
 * Calls the webhooks of admission. Reads their configurations and the Services that they stand behind; writes nothing.
 */
@NullMarked
package io.shiplog.apiserver.webhook;

import org.jspecify.annotations.NullMarked;

/**
 * Webhooks of admission as values: what their configurations say, which requests they want to see, and what their
 * answers mean. Reads the configurations of a view; writes nothing and calls nobody.
 */
@NullMarked
package io.shiplog.resources.webhook;

import org.jspecify.annotations.NullMarked;

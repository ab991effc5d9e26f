/**
 * The way of a request from the wire to its handler and back: who asks, whether that is allowed, the table of
 * operations, bodies, answers.
 */
@NullMarked
package io.shiplog.apiserver.pipeline;

import org.jspecify.annotations.NullMarked;

/**
 * How a process becomes a node: it shows a bootstrap token and a certificate request, and gets a certificate of its own
 * and its way into Kafka. Decides who may; the authority's key and Kafka are the embedder's.
 */
@NullMarked
package io.shiplog.apiserver.join;

import org.jspecify.annotations.NullMarked;

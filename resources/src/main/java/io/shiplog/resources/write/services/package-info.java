/**
 * Addresses and node ports of Services, without a leader: what a Service gets is created as objects of their own in the same
 * proposal, so two Services can never get the same. Pure.
 */
@NullMarked
package io.shiplog.resources.write.services;

import org.jspecify.annotations.NullMarked;

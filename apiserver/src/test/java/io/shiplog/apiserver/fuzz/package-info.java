/**
 * Requests that nobody would write, made from a seed: whatever comes, the server answers, and it is never its own
 * fault.
 */
package io.shiplog.apiserver.fuzz;

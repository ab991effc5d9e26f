/** Planted faults that the checker has to find. */
package io.shiplog.bench.faults.history;

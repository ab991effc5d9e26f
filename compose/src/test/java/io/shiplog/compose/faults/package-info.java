/** A cluster of processes with faults, for as long as a build can wait. */
package io.shiplog.compose.faults;

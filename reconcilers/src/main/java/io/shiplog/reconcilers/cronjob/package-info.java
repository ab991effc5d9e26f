/**
 * CronJobs: makes Jobs by the clock, and clears away those that are history.
 *
 * <p>Reads CronJobs, their Jobs and namespaces; writes Jobs, the CronJobs' status, and events.
 */
@NullMarked
package io.shiplog.reconcilers.cronjob;

import org.jspecify.annotations.NullMarked;

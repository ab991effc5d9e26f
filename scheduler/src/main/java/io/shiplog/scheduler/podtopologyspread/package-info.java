/** The PodTopologySpread plugin: how evenly a group of pods is spread over failure domains. */
@NullMarked
package io.shiplog.scheduler.podtopologyspread;

import org.jspecify.annotations.NullMarked;

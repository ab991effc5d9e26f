@NullMarked
package io.shiplog.resources.cron;

import org.jspecify.annotations.NullMarked;

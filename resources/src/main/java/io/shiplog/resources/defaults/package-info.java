/** What the API server fills in: functions from an object as sent to the object with upstream's defaults. */
@NullMarked
package io.shiplog.resources.defaults;

import org.jspecify.annotations.NullMarked;

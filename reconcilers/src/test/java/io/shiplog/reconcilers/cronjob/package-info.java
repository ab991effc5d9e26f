@NullMarked
package io.shiplog.reconcilers.cronjob;

import org.jspecify.annotations.NullMarked;

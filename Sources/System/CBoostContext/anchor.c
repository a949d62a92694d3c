#include "CBoostContext.h"

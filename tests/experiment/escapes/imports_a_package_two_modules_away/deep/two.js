import "npm:sameseed-canary-package";

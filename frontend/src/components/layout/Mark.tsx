/** The sign of the product: a loss curve that comes down and lifts an eye. */
export function Mark() {
  return (
    <svg aria-hidden="true" viewBox="0 0 32 32" className="size-6 shrink-0">
      <rect width="32" height="32" rx="8" className="fill-solid" />
      <path
        d="M7 9c3 0 4 12 9.5 12.500S23 16 25 16"
        fill="none"
        strokeWidth="2.6"
        strokeLinecap="round"
        className="stroke-on-solid"
      />
      <circle cx="22" cy="9.5" r="2.4" className="fill-on-solid" />
    </svg>
  );
}

(() => {
  'use strict';
  const root = document.documentElement;
  const color = (name) => getComputedStyle(root).getPropertyValue('--' + name).trim();

  const format = (currency, notation) => {
    const options = { notation, maximumFractionDigits: notation === 'compact' ? 1 : undefined };
    if (currency) {
      options.style = 'currency';
      options.currency = currency;
    }
    try {
      return new Intl.NumberFormat('en-US', options);
    } catch (unknownCurrency) {
      return new Intl.NumberFormat('en-US', { notation });
    }
  };

  const dataset = (series, position) => {
    const tint = color('series-' + (series.shape === 'line' ? 3 : position + 1));
    const common = { label: series.name, data: series.values, borderColor: tint, backgroundColor: tint };
    return series.shape === 'line'
      ? { ...common, type: 'line', order: -1, borderWidth: 2, pointRadius: 0, pointHitRadius: 12, tension: 0.25, spanGaps: true }
      : { ...common, type: 'bar', borderRadius: 3, maxBarThickness: 34, stack: series.shape === 'stack' ? 'one' : series.name };
  };

  const configuration = (chart) => {
    const short = format(chart.currency, 'compact');
    const full = format(chart.currency, 'standard');
    const bars = chart.series.filter((series) => series.shape !== 'line');
    const stacked = chart.series.some((series) => series.shape === 'stack');
    const text = { color: color('muted') };
    return {
      data: {
        labels: chart.labels,
        datasets: chart.series.map((series) => dataset(series, Math.max(0, bars.indexOf(series)))),
      },
      options: {
        animation: false,
        maintainAspectRatio: false,
        interaction: { mode: 'index', intersect: false },
        scales: {
          x: { stacked, grid: { display: false }, border: { color: color('line') }, ticks: { ...text, maxRotation: 0, autoSkipPadding: 18 } },
          y: { stacked, beginAtZero: true, grid: { color: color('grid') }, border: { display: false }, ticks: { ...text, maxTicksLimit: 6, precision: chart.currency ? undefined : 0, callback: (value) => short.format(value) } },
        },
        plugins: {
          legend: { display: chart.series.length > 1, position: 'bottom', align: 'start', labels: { ...text, boxWidth: 12, boxHeight: 12, useBorderRadius: true, borderRadius: 3 } },
          tooltip: { callbacks: { label: (item) => ' ' + item.dataset.label + ': ' + full.format(item.raw) } },
        },
      },
    };
  };

  Chart.defaults.font.family = getComputedStyle(document.body).fontFamily;
  const drawn = [...document.querySelectorAll('figure.chart')].map((figure) => {
    const chart = JSON.parse(figure.querySelector('script').textContent);
    return { chart, view: new Chart(figure.querySelector('canvas'), configuration(chart)) };
  });

  const redraw = () => drawn.forEach(({ chart, view }) => {
    Object.assign(view, { data: configuration(chart).data, options: configuration(chart).options });
    view.resize();
    view.update();
  });
  matchMedia('(prefers-color-scheme: dark)').addEventListener('change', redraw);
  addEventListener('beforeprint', () => { root.classList.add('printing'); redraw(); });
  addEventListener('afterprint', () => { root.classList.remove('printing'); redraw(); });
})();
